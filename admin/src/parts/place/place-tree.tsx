import { type Place, type PlaceKind, place, placeKindTexts } from '@liren/contract/capabilities/place'
import { type KeyboardEvent, useRef, useState } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/shapes.ts'
import style from './place.module.css'
import { words } from './words.ts'

export const placeIcons: Readonly<Record<PlaceKind, IconName>> = {
  city: 'globe',
  district: 'globe',
  street: 'place',
  community: 'users',
  estate: 'building',
  grid: 'board',
  building: 'building',
  unit: 'columns',
  house: 'house',
  area: 'flag',
}

interface Props {
  readonly selected?: string | undefined
  readonly onSelect: (place: Place) => void
  /** Opened from the start: the way to what is selected. */
  readonly openIds?: readonly string[]
  /** Kinds that cannot be chosen are still on the way to others. */
  readonly kinds?: readonly PlaceKind[] | undefined
}

/** The places of this person as a tree; branches are fetched when they are opened. Arrows move, as in every tree. */
export function PlaceTree(props: Props) {
  const t = useWords(words)
  const tree = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set(props.openIds))
  const toggle = (id: string, to?: boolean) =>
    setOpen((before) => {
      const next = new Set(before)
      if (to ?? !next.has(id)) next.add(id)
      else next.delete(id)
      return next
    })

  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(tree.current?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? [])]
    const item = (event.target as HTMLElement).closest<HTMLElement>('[role="treeitem"]')
    if (item === null) return
    const at = items.indexOf(item)
    const id = item.dataset.id ?? ''
    const expanded = item.getAttribute('aria-expanded')
    const choose = () => item.querySelector<HTMLElement>('[data-choose]')?.click()
    const expand = () => toggle(id, true)
    const fold = () => toggle(id, false)
    const parent = item.parentElement?.closest<HTMLElement>('[role="treeitem"]')
    const keys = new Map<string, () => void>([
      ['ArrowDown', () => items[at + 1]?.focus()],
      ['ArrowUp', () => items[at - 1]?.focus()],
      ['Home', () => items[0]?.focus()],
      ['End', () => items.at(-1)?.focus()],
      ['ArrowRight', expanded === 'false' ? expand : () => items[at + 1]?.focus()],
      ['ArrowLeft', expanded === 'true' ? fold : () => parent?.focus()],
      ['Enter', choose],
      [' ', choose],
    ])
    const act = keys.get(event.key)
    if (act === undefined) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  return (
    <div ref={tree} className={style.tree} role="tree" aria-label={t('tree')} onKeyDown={onKeyDown} data-own-keys>
      <Branch {...props} parentId={undefined} depth={0} open={open} toggle={toggle} />
    </div>
  )
}

interface BranchProps extends Props {
  readonly parentId: string | undefined
  readonly depth: number
  readonly open: ReadonlySet<string>
  readonly toggle: (id: string) => void
}

function Branch(props: BranchProps) {
  const { parentId, depth } = props
  const t = useWords(words)
  const asked = usePages(place.endpoints.list, { query: { parentId, limit: 100 } })
  const indent = { paddingInlineStart: 12 + depth * 18 }
  if (asked.data === undefined) {
    return (
      <div role="none" className={style.note} style={indent}>
        {asked.error ? (
          <button type="button" onClick={asked.reload}>
            {t('failed')}
          </button>
        ) : (
          t('loading')
        )}
      </div>
    )
  }
  return (
    <>
      {asked.data.map((item, index) => (
        <Leaf key={item.id} {...props} item={item} first={depth === 0 && index === 0} />
      ))}
      {asked.data.length === 0 && (
        <div role="none" className={style.note} style={indent}>
          {t('none')}
        </div>
      )}
      {asked.more && (
        <div role="none" className={style.note} style={indent}>
          <button type="button" onClick={asked.next}>
            {t('more')}
          </button>
        </div>
      )}
    </>
  )
}

function Leaf({ item, first, ...props }: BranchProps & { item: Place; first: boolean }) {
  const { selected, onSelect, kinds, depth, open, toggle } = props
  const t = useWords(words)
  const say = useText()
  const isOpen = open.has(item.id)
  const choosable = kinds === undefined || kinds.includes(item.kind)
  return (
    <div
      role="treeitem"
      data-id={item.id}
      aria-expanded={item.hasChildren ? isOpen : undefined}
      aria-selected={item.id === selected}
      aria-label={item.name}
      tabIndex={item.id === selected || (selected === undefined && first) ? 0 : -1}
    >
      <div
        className={style.leaf}
        data-selected={item.id === selected}
        data-retired={item.isRetired}
        style={{ paddingInlineStart: 4 + depth * 18 }}
      >
        {item.hasChildren ? (
          <button
            type="button"
            tabIndex={-1}
            className={style.twist}
            aria-label={t(isOpen ? 'collapse' : 'expand', { name: item.name })}
            onClick={() => toggle(item.id)}
          >
            <Icon name={isOpen ? 'down' : 'right'} size={16} />
          </button>
        ) : (
          <span className={style.twist} />
        )}
        <button
          type="button"
          tabIndex={-1}
          data-choose
          className={style.choose}
          onClick={() => (choosable ? onSelect(item) : toggle(item.id))}
        >
          <Icon name={placeIcons[item.kind]} size={16} />
          <span>{item.name}</span>
          <small>{say(placeKindTexts[item.kind])}</small>
        </button>
      </div>
      {item.hasChildren && isOpen && (
        // biome-ignore lint/a11y/useSemanticElements: a branch of a tree has no element of its own
        <div role="group">
          <Branch {...props} parentId={item.id} depth={depth + 1} />
        </div>
      )}
    </div>
  )
}
