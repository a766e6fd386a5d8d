/** The group of one-off schedules with the role that may call `wake`, and the standing schedules beside it. */
import { Duration, Stack } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal, type PolicyStatement as Statement } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { CfnSchedule, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Trigger } from '../function-spec.ts'
import type { Schedules } from './shared.ts'

const allow = (actions: string[], resources: string[]): Statement => new PolicyStatement({ actions, resources })

const groupArn = (scope: Construct, name: string): string =>
  Stack.of(scope).formatArn({ service: 'scheduler', resource: 'schedule-group', resourceName: name })

/** Only schedules of this group may take on the role (AWS: confused deputy prevention in Scheduler). */
const roleOf = (scope: Construct, id: string, group: string): Role =>
  new Role(scope, id, {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(scope).account, 'aws:SourceArn': groupArn(scope, group) },
      },
    }),
  })

/** `deadLetters` receives what Scheduler could not deliver. */
export const oneOffSchedules = (scope: Construct, name: string, deadLetters: Queue): Schedules => {
  new ScheduleGroup(scope, 'CaseSchedules', { scheduleGroupName: name })
  const role = roleOf(scope, 'CaseScheduleRole', name)
  role.addToPolicy(allow(['sqs:SendMessage'], [deadLetters.queueArn]))
  const anyInGroup = Stack.of(scope).formatArn({
    service: 'scheduler',
    resource: 'schedule',
    resourceName: `${name}/*`,
  })
  return { group: name, anyInGroup, role, deadLetters }
}

/** The one target of the group’s schedules. */
export const woken = ({ role }: Schedules, fn: IFunction): void => {
  role.addToPolicy(allow(['lambda:InvokeFunction'], [fn.functionArn]))
}

/**
 * Schedules that always stand, in a group of their own: who may delete a case’s schedule must not be able to delete
 * the tick.
 */
export const standingSchedules = (scope: Construct, name: string) => {
  const group = new ScheduleGroup(scope, 'StandingSchedules', { scheduleGroupName: name })
  const role = roleOf(scope, 'StandingScheduleRole', name)
  return (trigger: Extract<Trigger, { on: 'every' }>, fn: IFunction, deadLetters: Queue): void => {
    role.addToPolicy(allow(['lambda:InvokeFunction'], [fn.functionArn]))
    role.addToPolicy(allow(['sqs:SendMessage'], [deadLetters.queueArn]))
    const schedule = new CfnSchedule(scope, `Every-${trigger.name}`, {
      name: trigger.name,
      groupName: group.scheduleGroupName,
      scheduleExpression: trigger.expression,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: fn.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify(trigger.input ?? {}),
        deadLetterConfig: { arn: deadLetters.queueArn },
        retryPolicy: {
          maximumRetryAttempts: trigger.tries,
          maximumEventAgeInSeconds: (trigger.tries > 0 ? Duration.hours(6) : Duration.minutes(1)).toSeconds(),
        },
      },
    })
    schedule.node.addDependency(role)
  }
}
