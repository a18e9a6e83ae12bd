import {
  type EnergyCarrier,
  type EnergyUse,
  energyCarrierNames,
  energyCarriers,
  energyUseNames,
  energyUses,
} from '@liren/contract/capabilities/energy'
import { Select } from 'antd'
import { useText } from '../../app/language/use.ts'

interface Choice<T> {
  readonly id?: string
  readonly value?: T
  readonly onChange?: (value: T) => void
}

export function CarrierSelect(choice: Choice<EnergyCarrier>) {
  const say = useText()
  return <Select {...choice} options={energyCarrierNames.map((value) => ({ value, label: say(energyCarriers[value].text) }))} />
}

export function UseSelect({ except, ...choice }: Choice<EnergyUse> & { readonly except?: EnergyUse | undefined }) {
  const say = useText()
  const names = energyUseNames.filter((name) => name !== except)
  return <Select {...choice} options={names.map((value) => ({ value, label: say(energyUses[value]) }))} />
}
