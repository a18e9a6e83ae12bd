/** For capabilities whose records go into workbooks as well. */
export { type Importable, offerWorkbook } from './records/importable.ts'
export { sendWorkbook } from './send.ts'
