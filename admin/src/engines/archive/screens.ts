import type { Entry } from '../../app/language/words.ts'
import type { CapabilityScreens, Screen } from '../../app/nav/registry.ts'
import type { IconName } from '../../parts/icon/shapes.ts'

interface ArchiveScreens {
  readonly name: string
  /** Where the list stands; a file is below it by its id. */
  readonly path: string
  readonly title: Entry
  /** One of them: 人员, person. */
  readonly thing: Entry
  readonly order: number
  readonly icon: IconName
  readonly keywords: string
  readonly help: Entry
  readonly load: Screen['load']
}

/** What every archive shows: its list in the menu, a page for each file, the quick way to a new one. */
export const archiveScreens = ({ name, path, title, thing, order, icon, keywords, help, load }: ArchiveScreens): CapabilityScreens => ({
  screens: [
    { path, title, permission: `${name}.read`, menu: { group: 'archives', order, icon }, keywords, help, load },
    { path: `${path}/:id`, title, permission: `${name}.read`, help, load: () => import('./file-page.tsx') },
  ],
  actions: [
    {
      path: `/${path}?new=1`,
      title: [`新建${thing[0]}档案`, `New file: ${thing[1]}`],
      permission: `${name}.write`,
      icon: 'plus',
      keywords: `xj ${keywords}`,
    },
  ],
  records: [{ subject: name, icon, path: (id) => `/${path}/${id}` }],
})
