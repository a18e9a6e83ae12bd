import { alarmStates } from '@liren/contract/capabilities/alarm'
import { camera } from '@liren/contract/capabilities/camera'
import { type Fall, falling, fallMethods } from '@liren/contract/capabilities/falling'
import type { CSSProperties } from 'react'
import { Link } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { BuildingGrid } from '../../parts/building/building-grid.tsx'
import { ClipPlayer } from '../../parts/camera/clip-player.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './falling.module.css'
import { useFloors } from './floors.ts'
import { words } from './words.ts'

/** One thing that fell: its clip, and where on the building it may have come from. */
export function FallDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const asked = useQuery(falling.endpoints.read, id === undefined ? null : { params: { id } })
  return (
    <RecordDrawer open={id !== undefined} onClose={onClose} title={asked.data?.place.label || t('one')}>
      <Shown asked={asked}>{(found) => <Body of={found} />}</Shown>
    </RecordDrawer>
  )
}

function Body({ of }: { of: Fall }) {
  const t = useWords(words)
  const say = useText()
  const floors = useFloors()
  const may = useMay(camera.endpoints.play.permission)
  const { alarmId } = of
  return (
    <>
      <Facts
        items={[
          { label: t('first'), value: <TimeText at={of.firstAt} /> },
          { label: t('camera'), value: of.camera.name },
          { label: t('floors'), value: floors(of) },
          { label: t('column'), value: of.column ?? '–' },
          { label: t('confidence'), value: `${of.confidencePercent}%` },
          {
            label: t('method'),
            value: `${say(fallMethods[of.method])}${of.residualMeters === null ? '' : ` · ${t('residual', { meters: of.residualMeters })}`}`,
          },
          { label: t('times'), value: of.times },
          {
            label: t('state'),
            value:
              alarmId === null ? (
                say(alarmStates[of.state].text)
              ) : (
                <Link to={`/alarms?id=${alarmId}`}>{say(alarmStates[of.state].text)}</Link>
              ),
          },
        ]}
      />
      <Section title={t('clips')}>
        {of.clips.length === 0 && <p>{t('noClips')}</p>}
        {may && alarmId !== null && of.clips.map((clip) => <ClipPlayer key={clip.id} clip={clip} why={{ alarmId }} />)}
      </Section>
      {of.matrix !== null && (
        <Section title={t('model')}>
          <p>{t('modelText')}</p>
          <BuildingGrid
            caption={t('caption')}
            corner={t('floor')}
            noUnit={t('noUnit')}
            units={of.matrix.units}
            floors={of.matrix.floors}
            rooms={of.matrix.houses}
            style={style}
          >
            {(house) => (
              <span
                key={house.id}
                className={style.room}
                data-mark={house.mark ?? undefined}
                style={house.mark === null ? undefined : ({ '--mark': `${house.mark}%` } as CSSProperties)}
                title={house.mark === null ? undefined : t('mark', { name: house.name, percent: house.mark })}
              >
                {house.name}
              </span>
            )}
          </BuildingGrid>
        </Section>
      )}
    </>
  )
}
