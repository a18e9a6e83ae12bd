import { usePage, useSettings } from '@liren/client'
import { type HintSummary, hintEndpoints, hintModelSpec, hintStates } from '@liren/contract/capabilities/hint'
import { useState } from 'react'
import { CellCard } from '@/parts/cell'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Tag } from '@/parts/status-tag'
import { SheetList } from '@/parts/view-list'
import { hintWords as words } from '@/words/hint'
import { useSay } from '@/words/kit'
import { HintSheet } from './hint-sheet'
import { useWhom } from './whom'

type View = keyof typeof words.views
const tones = { raised: 'accent', confirmed: 'danger', rejected: 'neutral', cleared: 'success' } as const
const icons = { raised: 'clock', confirmed: 'alert', rejected: 'return', cleared: 'check' } as const

/** What the models found in the grid: looked at by a person, who says whether it is so. */
export default function GridHints() {
  const say = useSay()
  return (
    <Page page="pkg-grid/hints" title={words.title}>
      <PermissionGate end="grid" permission="hint.judge" preview={say(words.preview)}>
        <Hints />
      </PermissionGate>
    </Page>
  )
}

function Hints() {
  const [view, setView] = useState<View>('raised')
  const list = usePage(hintEndpoints.list, { query: { state: view, limit: 20 } }, { on: ['hint.'] })
  return (
    <SheetList
      label={words.title}
      views={words.views}
      view={view}
      onView={setView}
      list={list}
      none={words.none}
      noneBody={words.noneBody}
      sheet={(opened) => <HintSheet {...opened} />}
    >
      {(hint, onTap) => <Row hint={hint} onTap={onTap} />}
    </SheetList>
  )
}

function Row({ hint, onTap }: { hint: HintSummary; onTap: () => void }) {
  const say = useSay()
  const whom = useWhom()
  const { language } = useSettings()
  return (
    <CellCard
      id={`hint-${hint.id}`}
      title={hintModelSpec(hint.model).text[language]}
      hint={[...new Set([whom(hint), hint.place]), say(words.sure(hint.confidence)), hint.dueOn ? say(words.dueOn(hint.dueOn)) : '']
        .filter(Boolean)
        .join(' · ')}
      extra={<Tag tone={tones[hint.state]} icon={icons[hint.state]} words={say(hintStates[hint.state])} />}
      onTap={onTap}
    />
  )
}
