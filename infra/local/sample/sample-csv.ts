/** The sample's rows as the files that a landlord would send. */
export type Row = Record<string, string>

/** Columns of all rows together, in the order of their first appearance. */
export const csv = (rows: readonly Row[]): string => {
  const columns = [...new Set(rows.flatMap(row => Object.keys(row)))]
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return [columns, ...rows.map(row => columns.map(column => row[column] ?? ''))]
    .map(line => line.map(cell).join(','))
    .join('\r\n')
}
