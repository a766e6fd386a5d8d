/** The form services that are understood; `signed` and `secret` are any other that sends plain fields. */
export const formKinds = ['signed', 'secret', 'govuk-forms', 'typeform', 'jotform', 'power-automate', 'html'] as const
export type FormKind = (typeof formKinds)[number]

/** As in the landlord's file. */
export type FormSource = {
  source: string
  kind: FormKind
  form?: string | undefined
  workflow: string
  /** our word ← their field */
  mapping: Readonly<Record<string, string>>
}
