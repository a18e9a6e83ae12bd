import { resource } from '@liren/contract/capabilities/resource'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import type { StepProps } from '../../app/nav/registry.ts'
import { RemoveButton } from '../../parts/action/remove-button.tsx'
import { words } from './words.ts'

/** Deletes what was registered of a data resource, unless something uses it. */
export default function RemoveResource({ file: { id, title: name, version }, onGone }: StepProps) {
  const t = useWords(words)
  const action = useAction(resource.endpoints.remove)
  return <RemoveButton {...{ t, name, action }} remove={() => action.done({ params: { id }, query: { version } })} onGone={onGone} />
}
