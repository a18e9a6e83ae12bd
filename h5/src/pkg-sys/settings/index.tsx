export { default } from '../../../../miniapp/src/pkg-sys/settings/index'
