/**
 * Milliseconds. What takes longer on a busy machine does not read its input once but again and again: these tests catch
 * what would hang, they measure nothing. How fast it is stands in the benches.
 */
export const HANGS = 15_000
