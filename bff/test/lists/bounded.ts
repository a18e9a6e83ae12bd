/** Tables that may be read whole, with the reason why they stay small whatever becomes of the house. */
export const bounded: Readonly<Record<string, string>> = {
  api_groups: 'groups of interfaces, as few as capabilities',
  api_settings: 'one row for each interface of the contract',
  app_shelves: 'one row for each tile and community',
  apps: 'tiles of the home page',
  athome_switches: 'one row for each community',
  audit_reviews: 'one row for each month',
  bridges: 'device bridges, one for each site',
  catalogue_policies: 'grades of data and what follows from them',
  catalogue_stewards: 'one row for each domain of data',
  consent_purposes: 'purposes that somebody wrote and had assessed',
  consent_texts: 'what a purpose says, a version each time somebody rewrites it',
  dictionaries: 'dictionaries of the contract',
  dictionary_items: 'words of dictionaries, which people read whole',
  entry_scenes: 'occasions of entering data, written by hand',
  govdata_items: 'items of the government catalogue, read up to 500',
  hint_switches: 'one row for each model of hints',
  key_versions: 'a version for each purpose and change of keys',
  maintenances: 'announced by people, a few a month',
  partners: 'other parties that were let in',
  products: 'kinds of devices, written by hand',
  quality_periods: 'one row for each archive',
  retention_rules: 'one row for each class of data',
  roles: 'roles that somebody wrote',
  rule_bridges: 'one row for each device bridge',
  sqlite_master: "the database's own list of tables",
  'information_schema.columns': "the database's own list of columns",
  'information_schema.tables': "the database's own list of tables",
  waste_items: 'the guide to sorting waste, read up to 30',
}

/** Those that only MariaDB reads whole, because they are small beside what an index costs there. */
export const onMariadb: ReadonlySet<string> = new Set([
  ...['athome_switches', 'audit_reviews', 'consent_texts', 'govdata_items', 'maintenances', 'products', 'rule_bridges', 'waste_items'],
  ...['information_schema.columns', 'information_schema.tables'],
])
