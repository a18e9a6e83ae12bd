export * from './device-commands/index.ts'
