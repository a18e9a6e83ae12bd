import { map } from '@liren/contract/capabilities/map'
import { overlayKinds } from '@liren/contract/map/overlay'
import { stages } from '@liren/contract/map/stage'
import { useAction, useQuery } from '../../../app/api/use.ts'
import { useText, useWords } from '../../../app/language/use.ts'
import { RemoveButton } from '../../../parts/action/remove-button.tsx'
import { Facts } from '../../../parts/page/page.tsx'
import { PermissionGate } from '../../../parts/permission-gate.tsx'
import { Shown } from '../../../parts/state/shown.tsx'
import style from '../map.module.css'
import { words } from './words.ts'

interface Props {
  readonly id: string
  /** Which of its features was chosen. */
  readonly chosen: string
  readonly onGone: () => void
}

/** What the data says of one of its features, whose data it is, and of when. */
export function OverlayFacts({ id, chosen, onGone }: Props) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(map.endpoints.overlay, { params: { id } })
  const remove = useAction(map.endpoints.removeOverlay)
  const told = (value: string | number | boolean) => (typeof value === 'boolean' ? t(value ? 'yes' : 'no') : String(value))
  return (
    <Shown asked={asked}>
      {(layer) => (
        <>
          <Facts
            columns={1}
            items={[
              ...Object.entries(layer.elements.find(({ key }) => key === chosen)?.facts ?? {}).map(([label, value]) => ({
                label,
                value: told(value),
              })),
              { label: t('overlay'), value: `${say(overlayKinds[layer.kind])} · ${layer.name}` },
              { label: t('source'), value: layer.source },
              { label: t('takenOn'), value: layer.takenOn },
              ...(layer.stage === null ? [] : [{ label: t('stage'), value: say(stages[layer.stage]) }]),
              ...(layer.validFrom === null && layer.validTo === null
                ? []
                : [{ label: t('period'), value: `${layer.validFrom ?? t('anyDay')} – ${layer.validTo ?? t('anyDay')}` }]),
            ]}
          />
          <PermissionGate code="map.edit">
            <div className={style.panelActions}>
              <RemoveButton
                t={t}
                name={layer.name}
                action={remove}
                remove={() => remove.done({ params: { id }, query: { version: layer.version } })}
                onGone={onGone}
              />
            </div>
          </PermissionGate>
        </>
      )}
    </Shown>
  )
}
