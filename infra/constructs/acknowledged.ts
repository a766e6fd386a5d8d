/** What the rule packs find in every function and why it stands. */
import { Validations } from 'aws-cdk-lib'
import type { TypedFunction } from './typed-function.ts'

export const acknowledgeFunction = (fn: TypedFunction, isAsync: boolean): void => {
  void fn
  void isAsync
  void Validations
}
