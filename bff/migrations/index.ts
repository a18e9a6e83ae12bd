export * as m0001_kernel from './0001-kernel.ts'
export * as m0040_repair from './0040-repair.ts'
