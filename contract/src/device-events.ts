export * from './device-events/index.ts'
