export { default } from '../../../../miniapp/src/pkg-sys/search/index'
