import type { PageState } from '@liren/client'
import type { Text } from '@liren/contract'
import { type ReactNode, useState } from 'react'
import { Box } from '@/platform/elements'
import { useDidShow, usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { CursorList } from './cursor-list'
import { EmptyState } from './empty-state'
import { Segmented } from './segmented'
import './view-list.css'

interface ViewListProps<T, View extends string> {
  readonly label: Text
  readonly views: Readonly<Record<View, Text>>
  readonly view: View
  readonly onView: (view: View) => void
  readonly list: PageState<T>
  readonly none: Text
  readonly noneBody: Text
  /** What is to be known before reading, between the views and the list. */
  readonly note?: Text
  readonly children: (item: T) => ReactNode
}

/** One list in several views: asked again when the page is shown or pulled. */
export function ViewList<T extends { readonly id: string }, View extends string>(props: ViewListProps<T, View>) {
  const say = useSay()
  const { list, views, note } = props
  useDidShow(() => void list.reload())
  usePull(list.reload)
  const options = (Object.keys(views) as View[]).map((value) => ({ value, words: say(views[value]) }))
  return (
    <>
      <Segmented label={say(props.label)} value={props.view} onChange={props.onView} options={options} />
      {note ? <Box className="small view-note">{say(note)}</Box> : null}
      <CursorList
        of={list}
        shape="cards"
        keyOf={({ id }) => id}
        empty={<EmptyState scene="calm" title={say(props.none)} body={say(props.noneBody)} />}
      >
        {props.children}
      </CursorList>
    </>
  )
}

interface Opened {
  readonly id: string
  readonly onClose: () => void
  /** What was done there is asked for at once. */
  readonly onDone: () => void
}

interface SheetListProps<T, View extends string> extends Omit<ViewListProps<T, View>, 'children'> {
  readonly children: (item: T, onTap: () => void) => ReactNode
  readonly sheet: (opened: Opened) => ReactNode
}

/** The same list, with one entry at a time opened above it. */
export function SheetList<T extends { readonly id: string }, View extends string>({ sheet, children, ...list }: SheetListProps<T, View>) {
  const [id, open] = useState<string>()
  const onClose = () => open(undefined)
  const onDone = () => {
    onClose()
    void list.list.reload()
  }
  return (
    <>
      <ViewList {...list}>{(item) => children(item, () => open(item.id))}</ViewList>
      {id ? sheet({ id, onClose, onDone }) : null}
    </>
  )
}
