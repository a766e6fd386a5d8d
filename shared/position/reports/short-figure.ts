import * as z from 'zod'

/** The figures without their lists: what is compared, and small enough to lie in the table. */
export const shortFigure = z.strictObject({
  id: z.string(),
  title: z.string(),
  shown: z.string(),
  numerator: z.number(),
  denominator: z.number().optional(),
})
export type ShortFigure = z.output<typeof shortFigure>
