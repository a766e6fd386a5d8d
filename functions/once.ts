/** Read at the first question, and again after a failure: for one invocation, in which nobody is two people. */
export const once = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let held: Promise<T> | undefined
  return () => {
    held ??= read().catch(error => {
      held = undefined
      throw error
    })
    return held
  }
}
