/** What a case is about that stands on no home: never a person, never what somebody said. */
import type { Case } from '../../shared/core/case.ts'
import { type TriageReason, triageReasons } from '../../shared/workflows/triage.ts'

const doors: Readonly<Record<string, string>> = {
  mail: 'e-mail to',
  hook: 'web hook',
  form: 'form',
  contractor: 'contractor',
}

/** `mail:complaints` → `e-mail to complaints` */
export const doorName = (source: string): string => {
  const [kind = '', ...rest] = source.split(':')
  const name = doors[kind]
  return name ? `${name} ${rest.join(':')}` : source
}

export const reasonName = (reason: unknown): string =>
  typeof reason === 'string' && Object.hasOwn(triageReasons, reason)
    ? triageReasons[reason as TriageReason]
    : 'it could not be understood'

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** Undefined where nothing but a home would say it. */
export const subjectOf = ({ workflow, facts }: Case): string | undefined => {
  if (workflow === 'triage') return `By ${doorName(text(facts.source) ?? '')}`
  const plan = text(facts.plan)
  if (plan) return [plan, text(facts.ref)].filter(Boolean).join(' ')
  const complaint = text(facts.complaint)
  return text(facts.title) ?? text(facts.policy) ?? (complaint ? `Complaint ${complaint}` : undefined)
}
