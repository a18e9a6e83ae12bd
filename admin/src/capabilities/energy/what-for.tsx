import { type EnergyCarrier, type EnergyUse, energyCarriers, energyUses } from '@liren/contract/capabilities/energy'
import { Form } from 'antd'
import { useText, useWords } from '../../app/language/use.ts'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { CarrierSelect, UseSelect } from './selects.tsx'
import { words } from './words.ts'

interface Known {
  readonly place: { readonly name: string }
  readonly carrier: EnergyCarrier
  readonly use?: EnergyUse
}

/** Where, of what and perhaps what for: chosen once, and told from then on. */
export function WhatFor({ known, withUse = false }: { known: Known | undefined; withUse?: boolean }) {
  const t = useWords(words)
  const say = useText()
  const rules = [{ required: true, message: t('required') }]
  if (known) {
    const { place, carrier, use } = known
    const told = [place.name, say(energyCarriers[carrier].text), ...(use ? [say(energyUses[use])] : [])]
    return <p style={{ margin: '0 0 16px' }}>{told.join(' · ')}</p>
  }
  return (
    <>
      <Form.Item name="placeId" label={t('place')} rules={rules}>
        <PlacePicker />
      </Form.Item>
      <Form.Item name="carrier" label={t('carrier')} rules={rules}>
        <CarrierSelect />
      </Form.Item>
      {withUse ? (
        <Form.Item name="use" label={t('use')} rules={rules}>
          <UseSelect />
        </Form.Item>
      ) : null}
    </>
  )
}
