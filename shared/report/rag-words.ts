/** What a state is called: a colour is never without its word. */
import type { RagState } from '../position/reports/rag.ts'

export const ragWords: Record<RagState, string> = {
  green: 'Green',
  amber: 'Amber',
  red: 'Red',
  no_data: 'No data',
  tracker: 'Tracker',
}
