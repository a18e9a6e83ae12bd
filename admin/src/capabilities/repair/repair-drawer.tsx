import { type Repair, repair, repairActions, repairKinds } from '@liren/contract/capabilities/repair'
import { elementIdOf } from '@liren/contract/map/model'
import { Button } from 'antd'
import { useState } from 'react'
import { call } from '../../app/api/call.ts'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { MaskedText } from '../../parts/mask/masked-text.tsx'
import { PopMenu } from '../../parts/menu/pop-menu.tsx'
import { type Fact, Facts } from '../../parts/page/page.tsx'
import { Person } from '../../parts/person/person.tsx'
import { PhotoStrip } from '../../parts/photo/photo-strip.tsx'
import { WhereIs } from '../../parts/place/where-is.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { MoneyText } from '../../parts/text/money.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { RepairActionDialog } from './action-dialogs.tsx'
import { type DeskAction, deskActionsOf } from './moves.ts'
import style from './repair.module.css'
import { RepairTimeline } from './repair-timeline.tsx'
import { RepairClock, RepairFlags, RepairStateTag } from './state.tsx'
import { words } from './words.ts'

/** One repair beside the list: what it is, how it went, what may be done now. */
export function RepairDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const asked = useQuery(repair.endpoints.read, id === undefined ? null : { params: { id } })
  const found = asked.data
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={found?.number ?? ''}
      share={found && { subject: 'repair', id: found.id, name: found.number }}
      tags={
        found && (
          <>
            <RepairStateTag state={found.state} />
            <RepairFlags repair={found} />
            <RepairClock repair={found} />
          </>
        )
      }
      actions={found && <DrawerActions repair={found} />}
    >
      <Shown asked={asked}>{(data) => <Matter repair={data} />}</Shown>
    </RecordDrawer>
  )
}

function DrawerActions({ repair: it }: { repair: Repair }) {
  const t = useWords(words)
  const say = useText()
  const [doing, setDoing] = useState<DeskAction>()
  const [main, second, ...rest] = deskActionsOf(it.can)
  if (main === undefined) return <span className={style.calm}>{t('noActions')}</span>
  return (
    <div className={style.actions}>
      <Button type="primary" onClick={() => setDoing(main)}>
        {say(repairActions[main].text)}
      </Button>
      {second && <Button onClick={() => setDoing(second)}>{say(repairActions[second].text)}</Button>}
      {rest.length > 0 && (
        <PopMenu
          label={t('more')}
          placement="bottomLeft"
          parts={[
            { entries: rest.map((action) => ({ key: action, label: say(repairActions[action].text), run: () => setDoing(action) })) },
          ]}
        >
          <Button icon={<Icon name="more" />}>{t('more')}</Button>
        </PopMenu>
      )}
      <RepairActionDialog repair={it} action={doing} onClose={() => setDoing(undefined)} />
    </div>
  )
}

function Matter({ repair: it }: { repair: Repair }) {
  const t = useWords(words)
  return (
    <>
      <p className={style.lead}>{it.description}</p>
      {it.photos.length > 0 && (
        <Section title={t('photos')}>
          <PhotoStrip photos={it.photos} />
        </Section>
      )}
      <Section title={t('details')}>
        <Particulars repair={it} />
      </Section>
      <WhereIs element={elementIdOf('place', it.place.id)} />
      {(it.materials.length > 0 || it.feeFen > 0) && (
        <Section title={t('materials')}>
          <Materials repair={it} />
        </Section>
      )}
      <Section title={t('timeline')}>
        <RepairTimeline entries={it.timeline} />
      </Section>
      <AuditRail subject="repair" subjectId={it.id} />
    </>
  )
}

function Particulars({ repair: it }: { repair: Repair }) {
  const t = useWords(words)
  const say = useText()
  const mayReveal = useMay(repair.endpoints.contact.permission)
  const reveal = async (reason: string) => (await call(repair.endpoints.contact, { params: { id: it.id }, body: { reason } })).phone
  const facts: Fact[] = [
    { label: t('place'), value: it.spot === null ? it.place.label : `${it.place.label} · ${it.spot}` },
    { label: t('category'), value: `${say(repairKinds[it.kind])} · ${say(it.category)}` },
    { label: t('contact'), value: it.contact.name },
    { label: t('phone'), value: <MaskedText value={it.contact.phone} reveal={mayReveal ? reveal : undefined} /> },
    { label: t('handler'), value: it.handler === null ? t('nobody') : <Person name={it.handler.name} /> },
    { label: t('visit'), value: it.visitAt === null ? t('asap') : <TimeText at={it.visitAt} /> },
    { label: t('created'), value: <TimeText at={it.createdAt} /> },
    { label: t('finishDue'), value: <TimeText at={it.finishDueAt} /> },
  ]
  if (it.pausedUntil !== null) facts.push({ label: t('paused'), value: <TimeText at={it.pausedUntil} /> })
  if (it.confirmBy !== null && it.state === 'finished') facts.push({ label: t('confirmBy'), value: <TimeText at={it.confirmBy} /> })
  if (it.followers > 0) facts.push({ label: t('followers'), value: it.followers })
  if (it.rating !== null) facts.push({ label: t('rating'), value: t('stars', { count: it.rating }) })
  if (it.comment !== null) facts.push({ label: t('comment'), value: it.comment, wide: true })
  return <Facts items={facts} />
}

function Materials({ repair: it }: { repair: Repair }) {
  const t = useWords(words)
  return (
    <table className={style.materials}>
      <thead>
        <tr>
          <th scope="col">{t('material')}</th>
          <th scope="col" className={style.end}>
            {t('quantity')}
          </th>
          <th scope="col" className={style.end}>
            {t('price')}
          </th>
        </tr>
      </thead>
      <tbody>
        {it.materials.map((material) => (
          <tr key={material.name}>
            <td>{material.name}</td>
            <td className={style.end}>{material.quantity}</td>
            <td className={style.end}>
              <MoneyText fen={material.fen} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={2}>{t('fee')}</td>
          <td className={style.end}>
            <MoneyText fen={it.feeFen} />
          </td>
        </tr>
      </tfoot>
    </table>
  )
}
