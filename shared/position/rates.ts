/** Shares as they are printed. Half is rounded up; nothing of nothing is no figure, not 0 or 100. */

/** Rounds up from half, on the decimal as written (1.005 to two places is 1.01). */
export const rounded = (value: number, places: number): number =>
  Number(`${Math.round(Number(`${value}e${places}`))}e-${places}`)

/** A percentage to so many decimal places; undefined without a whole. */
export const percent = (part: number, whole: number, places: number): number | undefined =>
  whole === 0 ? undefined : rounded((part / whole) * 100, places)

/** To two decimal places, as the regulator prints CH01; undefined without homes. */
export const perThousand = (count: number, homes: number): number | undefined =>
  homes <= 0 ? undefined : rounded((count / homes) * 1000, 2)

/** Whether a published percentage follows from its own counts, and what does. */
export const follows = (published: number, part: number, whole: number, places: number) => {
  const is = percent(part, whole, places)
  return { published, is, follows: is === published }
}
