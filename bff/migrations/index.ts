export * as m0001_kernel from './0001-kernel.ts'
