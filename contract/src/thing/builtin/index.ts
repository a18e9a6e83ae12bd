import { doorProducts } from './doors.ts'
import type { BuiltinProduct } from './parts.ts'
import { plantProducts } from './plant.ts'
import { powerProducts } from './power.ts'
import { safetyProducts } from './safety.ts'
import { sensorProducts } from './sensors.ts'

/** One product for each family of protocols that the bridge speaks. */
export const builtinProducts: readonly BuiltinProduct[] = [
  ...doorProducts,
  ...powerProducts,
  ...safetyProducts,
  ...sensorProducts,
  ...plantProducts,
]
