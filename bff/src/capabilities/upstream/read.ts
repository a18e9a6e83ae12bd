export { originsOfFile } from './runs.ts'
