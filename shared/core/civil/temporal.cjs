/**
 * In place of the polyfill in bundles, where it is a file of its own (constructs/bundling.ts): arithmetic answers nearly
 * every date, and reading the polyfill took as long as reading zod. CommonJS alone can load when it is asked, without waiting.
 */
exports.__esModule = true
let read
Object.defineProperty(exports, 'Temporal', {
  enumerable: true,
  get: () => {
    read ??= require('./temporal.js')
    return read.Temporal
  },
})
