import { describe, expect, it } from 'vitest'
import { airIndexOf, gradeOf } from './air.ts'

describe('grades of the air', () => {
  it.each([
    ['pm25Ugm3', 0, 0, 'excellent'],
    ['pm25Ugm3', 35, 50, 'excellent'],
    ['pm25Ugm3', 35.4, 51, 'good'],
    ['pm25Ugm3', 75, 100, 'good'],
    ['pm25Ugm3', 95, 125, 'light'],
    ['pm25Ugm3', 150, 200, 'moderate'],
    ['pm25Ugm3', 250, 300, 'heavy'],
    ['pm25Ugm3', 251, 301, 'severe'],
    ['pm25Ugm3', 900, 500, 'severe'],
    ['pm10Ugm3', 50, 50, 'excellent'],
    ['pm10Ugm3', 100, 75, 'good'],
    ['pm10Ugm3', 420, 300, 'heavy'],
  ] as const)('%s of %d has the index %d, %s', (factor, mean, index, grade) => {
    expect(airIndexOf(factor, mean)).toBe(index)
    expect(gradeOf(index)).toBe(grade)
  })
})
