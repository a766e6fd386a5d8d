/** What stands in a bundle for the S3 client's search for credentials, which is 100 KB: a function's are in its variables. */
import { credentialsOf } from '../../shared/aws/credentials.ts'

export const defaultProvider = () => async () => credentialsOf(process.env)
