/** Stacks as CloudFormation has them, beside what the CDK asks of it. */
import * as z from 'zod'
import { asService, endpoint, holds, until } from './emulator.ts'

const cloudFormation = async (
  Action: string,
  StackName: string,
  more: Record<string, string> = {},
): Promise<{ ok: boolean; text: string }> => {
  const body = new URLSearchParams({ Action, Version: '2010-05-15', StackName, ...more })
  const answer = await fetch(endpoint, { method: 'POST', headers: asService('cloudformation'), body })
  return { ok: answer.ok, text: await answer.text() }
}
/** How CloudFormation describes the stack, its status among it. */
export const statusOf = async (stack: string): Promise<string> =>
  /<StackStatus>(\w+)</.exec((await cloudFormation('DescribeStacks', stack)).text)?.[1] ?? 'gone'

const template = z.looseObject({ Resources: z.record(z.string(), z.unknown()) })
type Template = z.infer<typeof template>
/** The template that stands. */
export const templateOf = async (stack: string): Promise<Template> => {
  const { text } = await cloudFormation('GetTemplate', stack)
  const body = /<TemplateBody>(.*)<\/TemplateBody>/s.exec(text)?.[1] ?? ''
  const marks: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", '#x27': "'", '#39': "'", amp: '&' }
  return template.parse(JSON.parse(body.replace(/&([#\w]+);/g, (all, name: string) => marks[name] ?? all)))
}

/**
 * Gives a stack that stands half way the template of before, as CloudFormation does when it goes back. By a change set, which
 * alone MiniStack takes of such a stack, and only where something differs from before: hence a thing that does nothing.
 */
export const putBack = async (stack: string, before: Template): Promise<void> => {
  const Resources = { ...before.Resources, PutBack: { Type: 'AWS::CloudFormation::WaitConditionHandle' } }
  const set = { ChangeSetName: 'put-back' }
  const TemplateBody = JSON.stringify({ ...before, Resources })
  const made = await cloudFormation('CreateChangeSet', stack, { ...set, ChangeSetType: 'UPDATE', TemplateBody })
  holds(made.ok, made.text)
  const done = await cloudFormation('ExecuteChangeSet', stack, set)
  holds(done.ok, done.text)
  const over = async () => ((await statusOf(stack)) === 'UPDATE_IN_PROGRESS' ? undefined : true)
  await until('the end of the change set', over, 120)
  holds((await statusOf(stack)) === 'UPDATE_COMPLETE', await statusOf(stack))
}

/** By the stack's name: `cdk destroy` says its ARN, which MiniStack answers with success and nothing done. */
export const removeStack = async (stack: string): Promise<void> => {
  const { ok, text } = await cloudFormation('DeleteStack', stack)
  holds(ok, text)
  await until('the end of the stack', async () => {
    const described = await cloudFormation('DescribeStacks', stack)
    return !described.ok || described.text.includes('DELETE_COMPLETE') ? true : undefined
  })
}
