/**
 * Conditions and changes as DynamoDB expressions. Names and values are always placeholders: no reserved word and no
 * odd character of an id can reach the expression.
 */
import type { Change, Condition, Value } from '../table.ts'

type Expressed = {
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Record<string, Value>
}

/** Collects placeholders; `used` is what the request carries, empty maps left out as DynamoDB refuses them. */
export const placeholders = () => {
  const names = new Map<string, string>()
  const values: Record<string, Value> = {}
  return {
    name: (attribute: string): string => {
      const known = names.get(attribute) ?? `#n${names.size}`
      names.set(attribute, known)
      return known
    },
    value: (value: Value): string => {
      const placeholder = `:v${Object.keys(values).length}`
      values[placeholder] = value
      return placeholder
    },
    used: (): Expressed => ({
      ...(names.size
        ? { ExpressionAttributeNames: Object.fromEntries([...names].map(([real, short]) => [short, real])) }
        : {}),
      ...(Object.keys(values).length ? { ExpressionAttributeValues: values } : {}),
    }),
  }
}
export type Placeholders = ReturnType<typeof placeholders>

/** Parentheses only where they are needed: DynamoDB refuses redundant ones. */
export const conditionText = (condition: Condition, used: Placeholders, nested = false): string => {
  const { name, value } = used
  const joined = (parts: Condition[], word: string): string => {
    if (parts.length === 1) return conditionText(parts[0]!, used, nested)
    const text = parts.map(inner => conditionText(inner, used, true)).join(` ${word} `)
    return nested ? `(${text})` : text
  }
  if ('item' in condition) return `attribute_${condition.item === 'absent' ? 'not_' : ''}exists(${name('pk')})`
  if ('missing' in condition) return `attribute_not_exists(${name(condition.missing)})`
  if ('equal' in condition) return `${name(condition.equal[0])} = ${value(condition.equal[1])}`
  if ('less' in condition) return `${name(condition.less[0])} < ${value(condition.less[1])}`
  if ('atMost' in condition) return `${name(condition.atMost[0])} <= ${value(condition.atMost[1])}`
  if ('fewerThan' in condition) return `size(${name(condition.fewerThan[0])}) < ${value(condition.fewerThan[1])}`
  if ('lacks' in condition) return `NOT contains(${name(condition.lacks[0])}, ${value(condition.lacks[1])})`
  return 'all' in condition ? joined(condition.all, 'AND') : joined(condition.any, 'OR')
}

export const changeText = ({ set = {}, remove = [], add = {} }: Change, { name, value }: Placeholders): string => {
  const sets = Object.entries(set).map(([attribute, to]) => `${name(attribute)} = ${value(to)}`)
  const adds = Object.entries(add)
    // an empty set is no value
    .filter(([, texts]) => texts.length > 0)
    .map(([attribute, texts]) => `${name(attribute)} ${value(new Set(texts))}`)
  return [
    sets.length ? `SET ${sets.join(', ')}` : '',
    remove.length ? `REMOVE ${remove.map(name).join(', ')}` : '',
    adds.length ? `ADD ${adds.join(', ')}` : '',
  ]
    .filter(clause => clause !== '')
    .join(' ')
}
