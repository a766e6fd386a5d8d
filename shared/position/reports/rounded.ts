/** Percentages as reports print them: from whole numbers, half up, so that two runs never differ in a last digit. */
export const percentOf = (part: number, whole: number, decimals = 2): number => {
  if (whole === 0) return 0
  const scale = 10 ** decimals
  return Math.floor((2 * part * 100 * scale + whole) / (2 * whole)) / scale
}
