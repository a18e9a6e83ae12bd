export { default } from '../../../../miniapp/src/pkg-case/new/index'
