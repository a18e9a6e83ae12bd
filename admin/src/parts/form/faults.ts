import type { Fault } from '@liren/contract'
import type { FormInstance } from 'antd'
import { useEffect, useState } from 'react'
import type { ApiError } from '../../app/api/error.ts'
import { useLanguage } from '../../app/language/use.ts'

export type FieldName = (string | number)[]

/** `body.roles.0.placeId` → `['roles', 0, 'placeId']`; a fault of something else has no field here. */
export function fieldOf(path: string): FieldName | undefined {
  const [place, ...rest] = path.split('.')
  if (place !== 'body' || rest.length === 0) return undefined
  return rest.map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

const within = (name: FieldName, registered: readonly FieldName[]): FieldName | undefined => {
  for (let length = name.length; length > 0; length -= 1) {
    const start = name.slice(0, length).join('.')
    const found = registered.find((field) => field.join('.') === start)
    if (found !== undefined) return found
  }
  return undefined
}

/** Which faults belong to which field of a form, and which to none of them. */
export function sortFaults(faults: readonly Fault[], registered: readonly FieldName[]) {
  const placed = new Map<string, { name: FieldName; faults: Fault[] }>()
  const rest: Fault[] = []
  for (const fault of faults) {
    const asked = fieldOf(fault.path)
    const name = asked === undefined ? undefined : within(asked, registered)
    if (name === undefined) rest.push(fault)
    else {
      const key = name.join('.')
      const held = placed.get(key) ?? { name, faults: [] }
      held.faults.push(fault)
      placed.set(key, held)
    }
  }
  return { placed: [...placed.values()], rest }
}

/** Write the faults of a refusal beside their fields, all at once, and go to the first. Returns those without a field. */
export function useFaults<T>(form: FormInstance<T>, error: ApiError | undefined): readonly Fault[] {
  const language = useLanguage()
  const [loose, setLoose] = useState<readonly Fault[]>([])
  useEffect(() => {
    if (error === undefined) {
      setLoose([])
      return
    }
    const registered = form.getFieldsError().map((field) => field.name)
    const { placed, rest } = sortFaults(error.faults, registered)
    form.setFields(placed.map(({ name, faults }) => ({ name: name as never, errors: faults.map((fault) => fault[language]) })))
    setLoose(rest)
    const first = registered.find((name) => placed.some((entry) => entry.name.join('.') === name.join('.')))
    if (first !== undefined) {
      form.scrollToField(first as never, { behavior: 'smooth', block: 'center' })
      form.getFieldInstance(first as never)?.focus?.()
    }
  }, [form, error, language])
  return loose
}
