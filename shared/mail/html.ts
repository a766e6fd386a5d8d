/** HTML that cannot be injected into: every value is escaped unless it is itself made by this tag. */

export type Html = { readonly markup: string }

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escaped = (text: string): string => text.replace(/[&<>"']/g, found => entities[found]!)

type Value = Html | string | number | undefined | false | readonly Value[]

const written = (value: Value): string => {
  if (value === undefined || value === false) return ''
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'number') return String(value)
  return 'markup' in value ? value.markup : value.map(written).join('')
}

export const html = (parts: TemplateStringsArray, ...values: Value[]): Html => ({
  markup: parts.reduce((made, part, index) => made + written(values[index - 1]) + part),
})
