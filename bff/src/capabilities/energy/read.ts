export { agreeingHouses } from './audience.ts'
export { isReading } from './readings.ts'
