/**
 * Discord's numbers of component types.
 *
 * https://discord.com/developers/docs/components/reference#component-object-component-types
 */
export const TYPE = Object.freeze({
  row: 1, button: 2, stringMenu: 3, textInput: 4, userMenu: 5, roleMenu: 6, mentionableMenu: 7, channelMenu: 8,
  section: 9, text: 10, thumbnail: 11, gallery: 12, file: 13, separator: 14, container: 17, label: 18,
});
