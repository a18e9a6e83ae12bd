import { type Text, text } from '../kernel/text.ts'
import type { Parameter } from './model.ts'

type Described = Pick<Parameter, 'type' | 'min' | 'max' | 'step' | 'options' | 'maxLength'>

/** Undefined when the value is one that the model allows, else the sentence that says why not. */
export function valueFault(shape: Described, value: unknown): Text | undefined {
  switch (shape.type) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : text('应为是或否', 'Expected true or false')
    case 'text':
      if (typeof value !== 'string') return text('应为文字', 'Expected text')
      return value.length <= (shape.maxLength ?? 200)
        ? undefined
        : text(`最多 ${shape.maxLength ?? 200} 个字`, `At most ${shape.maxLength ?? 200} characters`)
    case 'enum':
      if (shape.options?.some((option) => option.value === value)) return undefined
      return text('不在可选范围内', `One of ${(shape.options ?? []).map((option) => option.value).join(', ')}`)
    case 'json':
      return typeof value === 'object' && value !== null ? undefined : text('应为列表或结构', 'Expected a list or structure')
    default:
      return numberFault(shape, value)
  }
}

function numberFault({ type, min, max, step }: Described, value: unknown): Text | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return text('应为数字', 'Expected a number')
  if (type === 'integer' && !Number.isInteger(value)) return text('应为整数', 'Expected a whole number')
  if (min !== undefined && value < min) return text(`不能小于 ${min}`, `Not less than ${min}`)
  if (max !== undefined && value > max) return text(`不能大于 ${max}`, `Not more than ${max}`)
  if (step !== undefined && !isOnStep(value - (min ?? 0), step)) return text(`应为 ${step} 的倍数`, `In steps of ${step}`)
  return undefined
}

/** 0.3 is three steps of 0.1, although binary fractions say otherwise. */
const isOnStep = (distance: number, step: number): boolean => {
  const steps = distance / step
  return Math.abs(steps - Math.round(steps)) < 1e-6
}

export interface ValueFault extends Text {
  readonly path: string
}

/** Every fault of a set of parameters: missing ones, wrong ones, and those that the model does not know. */
export function parameterFaults(params: readonly Parameter[], values: Readonly<Record<string, unknown>>, at: string): ValueFault[] {
  const faults: ValueFault[] = []
  for (const param of params) {
    const value = values[param.code]
    if (value === undefined || value === null) {
      if (!param.isOptional) faults.push({ path: `${at}.${param.code}`, ...text('此项必填', 'This is required') })
      continue
    }
    const fault = valueFault(param, value)
    if (fault) faults.push({ path: `${at}.${param.code}`, ...fault })
  }
  for (const name of Object.keys(values))
    if (!params.some((param) => param.code === name))
      faults.push({ path: `${at}.${name}`, ...text('物模型中没有这一项', 'The model has no such parameter') })
  return faults
}
