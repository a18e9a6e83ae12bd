export { presentSession } from './present-session.ts'
