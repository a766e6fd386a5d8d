/** `12 months`, `1 month from the check`, `1 working day after`: only the unit itself follows the number. */
export const counted = (value: number, unit: string): string =>
  `${value} ${value === 1 ? unit.replace(/^((?:(?:more |working |elapsed |calendar )*)(?:minute|hour|day|week|month|year))s\b/, '$1') : unit}`

/** `1 case`, `2 cases`. */
export const many = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`
