export { default } from '../../../../miniapp/src/pkg-grid/orgs/index'
