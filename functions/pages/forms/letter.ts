/** Questions of a letter that a plain form cannot ask, and what the case has answered already. */
import type { Facts } from '../../../shared/workflows/parts/complaint-facts.ts'
import type { Point } from '../../../shared/workflows/parts/complaint-stage.ts'
import type { LetterKind } from '../../../shared/workflows/parts/letter-contents.ts'
import type { Visit } from '../visit.ts'
import { type Posted, posted } from './answers.ts'

/** One on each line; after a bar, why it is not ours: `The road is dark | The county council lights the road`. */
export const pointsFrom = (text: string): Point[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
    .map((line, index) => {
      const [said = '', ...why] = line.split('|').map(part => part.trim())
      const explanation = why.join(' ').trim()
      return {
        id: String(index + 1),
        text: said || line,
        ...(explanation ? { responsible: 'other' as const, explanation } : { responsible: 'landlord' as const }),
      }
    })

type Told = (reference: string) => string | undefined
const text = (value: unknown, told: Told): string => {
  if (typeof value === 'string') return value
  const { words } = (value ?? {}) as { words?: string }
  return words === undefined ? '' : (told(words) ?? '')
}

/** What the form is opened with. Points that a case has keep their numbers: they are not asked again. */
export const known = (f: Facts, kind: LetterKind, told: Told, visit: Pick<Visit, 'name' | 'actor'>): Posted => {
  const answers = new URLSearchParams({ channel: 'email' })
  if (kind === 'acknowledgement') {
    answers.set('data.outcomesSought', text(f.outcomesSought, told))
    answers.set('data.handler.name', visit.name)
    answers.set('data.handler.contact', visit.actor.id)
  }
  if (kind === 'refusal') answers.set('data.matter', text(f.text, told))
  return posted(answers.toString())
}
