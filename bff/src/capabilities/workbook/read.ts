/** For capabilities whose records go into workbooks as well. */
export { importableCalled } from './records/called.ts'
export { type Importable, offerWorkbook } from './records/importable.ts'
export { optionsOf } from './records/options.ts'
export { sendSaved, sendWorkbook } from './send.ts'
