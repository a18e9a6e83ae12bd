import { type CameraViewing, camera, type Facade, facadeSideNames, facadeSides } from '@liren/contract/capabilities/camera'
import { Button, Input, InputNumber, Select } from 'antd'
import { type MouseEvent, useState } from 'react'
import { call, newKey } from '../../app/api/call.ts'
import { type ApiError, asApiError } from '../../app/api/error.ts'
import { useText, useWords } from '../../app/language/use.ts'
import style from '../../parts/camera/camera.module.css'
import { FormError } from '../../parts/form/error.tsx'
import { words } from './words.ts'

export const usualFacade: Facade = {
  side: 'south',
  corners: [
    [100, 950],
    [900, 950],
    [800, 50],
    [200, 50],
  ],
  ...{ bottomFloor: 1, topFloor: 18, floorMeters: 3, columns: [] },
}

const clicks = ['cornerA', 'cornerB', 'cornerC', 'cornerD'] as const

/** How a facade lies in the picture: four clicks on its corners, its floors, and how the homes end from left to right. */
export function FacadeField({ cameraId, value, onChange }: { cameraId: string; value: Facade; onChange: (facade: Facade) => void }) {
  const t = useWords(words)
  const say = useText()
  const [viewing, setViewing] = useState<CameraViewing>()
  const [error, setError] = useState<ApiError>()
  const [clicked, setClicked] = useState<Facade['corners']>([])
  const open = () =>
    call(camera.endpoints.view, { params: { id: cameraId }, body: { reason: t('calibrate') }, key: newKey() }).then(
      setViewing,
      (caught: unknown) => setError(asApiError(caught)),
    )
  const click = ({ currentTarget, clientX, clientY }: MouseEvent<HTMLElement>) => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect()
    const at = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * 1000)
    const next: Facade['corners'] = [...clicked, [at((clientX - left) / width), at((clientY - top) / height)]]
    setClicked(next.length === 4 ? [] : next)
    if (next.length === 4) onChange({ ...value, corners: next })
  }
  const corners = clicked.length > 0 ? clicked : value.corners
  const number = (name: 'bottomFloor' | 'topFloor' | 'floorMeters', max: number) => (
    <InputNumber
      aria-label={t(name)}
      prefix={t(name)}
      min={name === 'floorMeters' ? 2 : 1}
      max={max}
      value={value[name]}
      onChange={(next) => next !== null && onChange({ ...value, [name]: next })}
    />
  )
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      <FormError error={error} />
      {viewing === undefined ? (
        <Button onClick={open}>{t('calibrate')}</Button>
      ) : (
        <>
          <button type="button" className={style.screen} style={{ padding: 0, border: 0, cursor: 'crosshair' }} onClick={click}>
            <img src={viewing.url} alt={t('calibrate')} />
            <svg
              viewBox="0 0 1000 1000"
              preserveAspectRatio="none"
              style={{ position: 'absolute', inset: 0, width: '100%', height: '100%' }}
              aria-hidden
            >
              <polygon
                points={corners.map((corner) => corner.join(',')).join(' ')}
                fill="rgb(255 80 60 / 18%)"
                stroke="#ff503c"
                strokeWidth={4}
              />
            </svg>
          </button>
          <span>{t(clicks[clicked.length] ?? 'cornerA')}</span>
        </>
      )}
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        <Select
          aria-label={t('side')}
          value={value.side}
          onChange={(side) => onChange({ ...value, side })}
          options={facadeSideNames.map((side) => ({ value: side, label: say(facadeSides[side]) }))}
        />
        {number('bottomFloor', 200)}
        {number('topFloor', 200)}
        {number('floorMeters', 10)}
      </div>
      <Input
        aria-label={t('columns')}
        placeholder={t('columns')}
        defaultValue={value.columns.map(({ ending }) => ending).join(' ')}
        onBlur={(event) => {
          const endings = event.target.value.split(/[\s,，、]+/).filter((ending) => /^[0-9A-Za-z]{1,4}$/.test(ending))
          onChange({ ...value, columns: endings.slice(0, 40).map((ending, i) => ({ unitId: value.columns[i]?.unitId ?? null, ending })) })
        }}
      />
    </div>
  )
}
