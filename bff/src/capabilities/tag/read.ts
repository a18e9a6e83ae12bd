export { changeTags } from './change.ts'
