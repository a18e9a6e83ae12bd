import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'backups',
      title: ['备份', 'Backups'],
      permission: 'backup.read',
      menu: { group: 'system', order: 45, icon: 'download' },
      keywords: 'bf hf 恢复 容灾 介质 演练 backup restore drill',
      help: [
        '每天一份增量、每周至少一份全量，加密后存放，可另存一份到异地。全量长期保留，增量到期清理，到期自动校验；漏备会通知系统管理员。\n恢复不在网页上进行：在另一台机器的空目录里执行页面给出的命令，密钥从保险柜取。\n存储介质、机房检查和恢复演练也登记在这里。',
        'One increment a day and one full backup a week at least, sealed, with a copy elsewhere. Full ones are kept, old increments go, everything is checked again in time; a missed day is told to the system administrators.\nNothing is restored from this page: run the command it shows on another machine, in an empty folder, with the key from the safe.\nStorage media, checks of rooms and recovery drills are on record here as well.',
      ],
      load: () => import('./backups.tsx'),
    },
  ],
  records: [{ subject: 'backup', icon: 'download', path: () => 'backups' }],
}
