/** What the functions of the service share. */
import type { Role } from 'aws-cdk-lib/aws-iam'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { DataStack } from '../data-stack.ts'
import type { Landlord } from '../landlord/schema.ts'

export type Schedules = {
  /** name of the group of one-off schedules */
  group: string
  /** ARN of every schedule in it */
  anyInGroup: string
  /** what Scheduler takes on to call `wake` */
  role: Role
  deadLetters: Queue
}

export type Mail = { configurationSet: string; identityArn: string; configurationSetArn: string }

export type Shared = { landlord: Landlord; data: DataStack; schedules: Schedules; mail: Mail }
