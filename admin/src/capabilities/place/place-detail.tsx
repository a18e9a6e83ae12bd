import { type Place, place, placeChildren, placeKindTexts } from '@liren/contract/capabilities/place'
import { App, Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Answer } from '../../app/api/call.ts'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AddButton } from '../../parts/action/add-button.tsx'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { PopMenu } from '../../parts/menu/pop-menu.tsx'
import { Card, type Fact, Facts } from '../../parts/page/page.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { placeIcons } from '../../parts/place/place-tree.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { BuildingMatrix } from './building-matrix.tsx'
import { MoveDialog } from './move-dialog.tsx'
import style from './place.module.css'
import { PlaceForm } from './place-form.tsx'
import { words } from './words.ts'

type Detail = Answer<typeof place.endpoints.read>

/** One place: where it stands, what it is, what is under it. */
export function PlaceDetail({ place: it, onOpen }: { place: Detail; onOpen: (id: string | undefined) => void }) {
  const t = useWords(words)
  const say = useText()
  return (
    <>
      <Card
        title={
          <>
            <Icon name={placeIcons[it.kind]} /> {it.name} <span className={style.kind}>{say(placeKindTexts[it.kind])}</span>{' '}
            {it.isRetired && (
              <StatusTag tone="neutral" icon="ban">
                {t('retired')}
              </StatusTag>
            )}
          </>
        }
        extra={<Actions place={it} onOpen={onOpen} />}
      >
        <nav className={style.crumbs} aria-label={t('path')}>
          {it.breadcrumb.map((step) => (
            <span key={step.id}>
              <button type="button" onClick={() => onOpen(step.id)} disabled={step.id === it.id}>
                {step.name}
              </button>
              {step.id !== it.id && <Icon name="right" size={14} />}
            </span>
          ))}
        </nav>
        <Particulars place={it} />
        <div className={style.links}>
          <PermissionGate code="household.read">
            <Link to={`/households?f=place:${it.id}`}>{t('households')}</Link>
          </PermissionGate>
          <PermissionGate code="repair.read">
            <Link to={`/repairs?f=place:${it.id}`}>{t('repairs')}</Link>
          </PermissionGate>
        </div>
      </Card>
      {it.kind === 'building' && <BuildingMatrix building={it} onOpen={onOpen} />}
      {placeChildren[it.kind].length > 0 && it.kind !== 'building' && <Children place={it} onOpen={onOpen} />}
      <AuditRail subject="place" subjectId={it.id} />
    </>
  )
}

function Particulars({ place: it }: { place: Detail }) {
  const t = useWords(words)
  const facts: Fact[] = [
    { label: t('code'), value: it.code },
    { label: t('path'), value: <code>{it.path}</code> },
  ]
  if (it.addressCode !== null) facts.push({ label: t('addressCode'), value: it.addressCode })
  if (it.floor !== null) facts.push({ label: t('floor'), value: it.floor })
  if (it.area !== null) facts.push({ label: t('area'), value: it.area })
  if (it.longitude !== null && it.latitude !== null)
    facts.push({ label: t('coordinates'), value: `${it.longitude.toFixed(6)}, ${it.latitude.toFixed(6)}` })
  return <Facts items={facts} columns={3} />
}

function Children({ place: it, onOpen }: { place: Place; onOpen: (id: string) => void }) {
  const t = useWords(words)
  const say = useText()
  const asked = usePages(place.endpoints.list, { query: { parentId: it.id, limit: 100 } })
  return (
    <Card
      title={t('children')}
      extra={asked.data && <span className={style.kind}>{t('count', { count: `${asked.data.length}${asked.more ? '+' : ''}` })}</span>}
    >
      <Shown asked={asked} empty={{ when: (rows) => rows.length === 0, show: <p className={style.kind}>{t('noChildren')}</p> }}>
        {(rows) => (
          <ul className={style.children}>
            {rows.map((child) => (
              <li key={child.id}>
                <button type="button" onClick={() => onOpen(child.id)}>
                  <Icon name={placeIcons[child.kind]} />
                  <span>
                    <strong>{child.name}</strong>
                    <small>{say(placeKindTexts[child.kind])}</small>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </Shown>
      {asked.more && (
        <Button block onClick={asked.next} loading={asked.asking} style={{ marginTop: 12 }}>
          …
        </Button>
      )}
    </Card>
  )
}

function Actions({ place: it, onOpen }: { place: Detail; onOpen: (id: string | undefined) => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const may = useMay('place.manage')
  const [doing, setDoing] = useState<'add' | 'edit' | 'move' | 'retire'>()
  const retire = useAction(place.endpoints.retire)
  const close = () => setDoing(undefined)
  if (!may || it.isRetired) return null
  return (
    <div className={style.actions}>
      {placeChildren[it.kind].length > 0 && <AddButton onClick={() => setDoing('add')}>{t('add')}</AddButton>}
      <Button icon={<Icon name="edit" />} onClick={() => setDoing('edit')}>
        {t('edit')}
      </Button>
      <PopMenu
        label={t('edit')}
        parts={[
          {
            entries: [
              { key: 'move', icon: 'go', label: t('move'), disabled: it.parentId === null, run: () => setDoing('move') },
              { key: 'retire', icon: 'ban', label: t('retire'), danger: true, run: () => setDoing('retire') },
            ],
          },
        ]}
      >
        <Button aria-label={t('edit')} icon={<Icon name="more" />} />
      </PopMenu>
      <PlaceForm open={doing === 'add'} onClose={close} parent={it} onSaved={(saved) => onOpen(saved.id)} />
      <PlaceForm open={doing === 'edit'} onClose={close} place={it} onSaved={() => undefined} />
      <MoveDialog open={doing === 'move'} onClose={close} place={it} />
      <ActionDialog
        open={doing === 'retire'}
        onClose={close}
        title={t('retireTitle', { name: it.fullName })}
        text={t('retireText')}
        submit={t('retireSubmit')}
        danger
        running={retire.running}
        error={retire.error}
        onSubmit={async () => {
          if (!(await retire.done({ params: { id: it.id }, query: { version: it.version } }))) return false
          void message.success(t('retireDone', { name: it.name }))
          onOpen(it.parentId ?? undefined)
          return true
        }}
      />
    </div>
  )
}
