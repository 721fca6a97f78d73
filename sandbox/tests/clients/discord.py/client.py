"""A bot in discord.py and the people who use it; every check is one thing that bots do.

With `zlib` as argument the gateway's traffic is one zlib stream, otherwise one zstd stream.
"""

import asyncio
import io
import os
import sys
import traceback

COMPRESSION = 'zlib-stream' if sys.argv[1:] == ['zlib'] else 'zstd-stream'
if COMPRESSION == 'zlib-stream':
    sys.modules['zstandard'] = None  # The library then falls back to zlib.

import aiohttp
import discord
import yarl
from discord import app_commands, ui

ROOT = os.environ['SANDBOX']
TOKEN = os.environ['TOKEN']
WAIT = 8
discord.http.Route.BASE = f'{ROOT}/api/v10'
CHECKS = []


def check(test):
    CHECKS.append(test)
    return test


class Panel(ui.View):
    def __init__(self):
        super().__init__(timeout=None)

    @ui.button(label='Press', custom_id='press')
    async def press(self, interaction, button):
        self.remove_item(button)
        await interaction.response.edit_message(content='1 press', view=self)

    @ui.select(custom_id='colour', options=[discord.SelectOption(label='Red', value='red')])
    async def colour(self, interaction, select):
        await interaction.response.defer()
        await interaction.edit_original_response(content=f'You chose {select.values[0]}', view=None)


class Form(ui.Modal, title='Form'):
    text = ui.TextInput(label='Text', style=discord.TextStyle.paragraph)

    async def on_submit(self, interaction):
        await interaction.response.send_message(f'You wrote {self.text.value}')


class Bot(discord.Client):
    def __init__(self):
        intents = discord.Intents.default()
        intents.members = intents.message_content = True
        super().__init__(intents=intents)
        self.tree = app_commands.CommandTree(self)
        self.failures = []
        self.panel = None

        @self.tree.error
        async def on_error(_, error):
            self.failures.append(repr(error))

        @self.tree.command(description='Greets someone.')
        async def greet(interaction, name: str):
            await interaction.response.defer()
            await interaction.edit_original_response(content=f'Hello, {name}!')

        @greet.autocomplete('name')
        async def names(_, current: str):
            found = [name for name in ('ada', 'alan', 'grace') if name.startswith(current)]
            return [app_commands.Choice(name=name, value=name) for name in found]

        @self.tree.command(description='Buttons and a menu.')
        async def panel(interaction):
            response = await interaction.response.send_message('0 presses', view=Panel())
            self.panel = response.message_id

        @self.tree.command(description='A modal.')
        async def form(interaction):
            await interaction.response.send_modal(Form())

        @self.tree.command(description='Only you see it.')
        async def secret(interaction):
            await interaction.response.send_message('psst', ephemeral=True)
            assert (await interaction.original_response()).content == 'psst'
            more = await interaction.followup.send('more', ephemeral=True, wait=True)
            await more.delete()
            await interaction.followup.send('for all')

        who = app_commands.Group(name='who', description='Options that point at things.')

        @who.command(name='is', description='One member.')
        async def who_is(interaction, user: discord.Member, place: discord.TextChannel, times: int = 1):
            text = f'{user.display_name} {place.name} {times}'
            await interaction.response.send_message(text, allowed_mentions=discord.AllowedMentions.none())

        self.tree.add_command(who)

    async def setup_hook(self):
        shards, address, _ = await self.http.get_bot_gateway()
        assert shards == 1
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)

    async def on_error(self, event, *_args, **_kwargs):
        self.failures.append(f'{event}: {traceback.format_exc()}')

    async def heard(self, event, wanted=lambda *_: True):
        return await self.wait_for(event, check=wanted, timeout=WAIT)


class World:
    """The bot, its guild, and the control API."""

    def __init__(self, bot, http):
        self.bot, self.http = bot, http
        self.guild = self.daily = self.sent = None

    async def control(self, method, path, body=None):
        async with self.http.request(method, f'{ROOT}/sandbox{path}', json=body) as response:
            answer = await response.json()
            assert response.ok, answer
            return answer

    async def act(self, what, **more):
        body = {'member': 'mei', 'channel': 'daily', 'do': what, **more}
        return await self.control('POST', '/act', body)

    async def slash(self, line):
        return await self.act('slash', line=line)


@check
async def logs_in_and_hears_of_the_guild(world):
    world.task = asyncio.create_task(world.bot.start(TOKEN))
    await world.bot.heard('ready')
    assert discord.utils._ActiveDecompressionContext.COMPRESSION_TYPE == COMPRESSION
    world.guild = world.bot.guilds[0]
    world.daily = discord.utils.get(world.guild.text_channels, name='daily')
    assert world.daily.permissions_for(world.guild.me).send_messages


@check
async def syncs_the_tree(world):
    assert len(await world.bot.tree.sync()) == 5
    world.bot.tree.copy_global_to(guild=world.guild)
    assert len(await world.bot.tree.sync(guild=world.guild)) == 5
    world.bot.tree.clear_commands(guild=world.guild)
    await world.bot.tree.sync(guild=world.guild)
    assert len(await world.bot.tree.fetch_commands()) == 5


@check
async def autocompletes(world):
    found = await world.act('autocomplete', line='/greet name:a')
    assert [choice['name'] for choice in found['choices']] == ['ada', 'alan'], found


@check
async def defers_then_edits_the_reply(world):
    reply = await world.slash('/greet name:ada')
    assert reply['text'] == 'Hello, ada!', reply


@check
async def reads_options_of_all_kinds(world):
    reply = await world.slash('/who is user:@raj place:#daily times:3')
    assert reply['text'] == 'raj daily 3', reply


@check
async def updates_a_message_by_a_button_and_a_select(world):
    panel = await world.slash('/panel')
    here = panel['message']['id']
    assert str(world.bot.panel) == here
    pressed = await world.act('press', label='Press', message=here)
    assert pressed['outcome'] == 'update' and pressed['text'].startswith('1 press'), pressed
    chosen = await world.act('select', values=['Red'], message=here)
    assert chosen['text'] == 'You chose red', chosen


@check
async def opens_a_modal_and_reads_it(world):
    form = await world.slash('/form')
    assert form['outcome'] == 'modal', form
    done = await world.act('submit', interaction=form['interaction'], fields={'Text': 'a lot'})
    assert done['text'] == 'You wrote a lot', done


@check
async def replies_for_one_person_and_follows_up(world):
    told = asyncio.create_task(world.bot.heard('message', lambda message: message.content == 'for all'))
    reply = await world.slash('/secret')
    assert reply['ephemeral'], reply
    assert (await told).webhook_id == world.bot.application_id


@check
async def hears_what_a_member_says(world):
    heard = asyncio.create_task(world.bot.heard('message', lambda message: not message.author.bot))
    await world.act('say', content='good morning')
    message = await heard
    assert message.content == 'good morning' and message.author.display_name == 'mei'
    assert (await message.reply('morning!')).reference.message_id == message.id


@check
async def sends_an_embed_and_a_file_edits_reads_back(world):
    embed = discord.Embed(title='News', colour=0x336699, timestamp=discord.utils.utcnow())
    file = discord.File(io.BytesIO(b'hello'), 'hello.txt')
    sent = world.sent = await world.daily.send(embed=embed.add_field(name='a', value='b'), file=file)
    assert sent.embeds[0].title == 'News' and sent.attachments[0].filename == 'hello.txt'
    updated = asyncio.create_task(world.bot.heard('message_edit', lambda _, now: now.id == sent.id))
    assert (await sent.edit(content='edited')).content == 'edited'
    await updated
    last = [message async for message in world.daily.history(limit=2)]
    assert last[0].content == 'edited' and last[0].edited_at
    assert (await world.daily.fetch_message(sent.id)).content == 'edited'


@check
async def reacts_and_takes_it_back(world):
    heard = asyncio.create_task(world.bot.heard('raw_reaction_add'))
    await world.sent.add_reaction('👍')
    assert (await heard).message_author_id == world.bot.user.id
    message = await world.daily.fetch_message(world.sent.id)
    users = [user async for user in message.reactions[0].users()]
    assert users == [world.bot.user]
    gone = asyncio.create_task(world.bot.heard('raw_reaction_remove'))
    await world.sent.remove_reaction('👍', world.bot.user)
    await gone
    for emoji in '👋', '👍':
        await world.sent.add_reaction(emoji)
    emoji_gone = asyncio.create_task(world.bot.heard('raw_reaction_clear_emoji'))
    await world.sent.clear_reaction('👋')
    await emoji_gone
    all_gone = asyncio.create_task(world.bot.heard('raw_reaction_clear'))
    await world.sent.clear_reactions()
    await all_gone


@check
async def pins_and_unpins(world):
    await world.sent.pin()
    pins = [message async for message in world.daily.pins()]
    assert pins[0].id == world.sent.id
    await world.sent.unpin()


@check
async def opens_threads_and_archives_them(world):
    thread = await world.sent.create_thread(name='Talk', auto_archive_duration=60)
    await thread.send('first')
    quiet = await world.daily.create_thread(name='Quiet', type=discord.ChannelType.private_thread)
    await quiet.add_user(discord.utils.get(world.guild.members, name='raj'))
    assert len(await quiet.fetch_members()) == 2
    assert len(await world.guild.active_threads()) == 2
    await thread.edit(archived=True)
    await quiet.edit(archived=True)
    assert [it.name async for it in world.daily.archived_threads()] == ['Talk']
    assert [it.name async for it in world.daily.archived_threads(private=True)] == ['Quiet']
    assert [it.name async for it in world.daily.archived_threads(private=True, joined=True)] == ['Quiet']


@check
async def makes_and_deletes_channels_and_roles(world):
    role = await world.guild.create_role(name='Learners', colour=0x00FF00, permissions=discord.Permissions.none())
    raj = (await world.guild.query_members('raj'))[0]
    await raj.add_roles(role)
    assert role in (await world.guild.fetch_member(raj.id)).roles
    overwrites = {role: discord.PermissionOverwrite(view_channel=True)}
    channel = await world.guild.create_text_channel('Notes', overwrites=overwrites, reason='a test')
    await channel.set_permissions(role, send_messages=False)
    await channel.delete()
    raised = asyncio.create_task(world.bot.heard('guild_role_update', lambda _, now: now.id == role.id))
    await world.guild.create_role(name='Lowest')
    _, role = await raised
    assert (await role.edit(colour=0xFF0000, position=1)).position == 1
    await role.delete()


@check
async def fetches_all_there_is(world):
    guild = await world.bot.fetch_guild(world.guild.id)
    assert guild.name == world.guild.name and guild.approximate_member_count == 4
    assert len([member async for member in world.guild.fetch_members()]) == 4
    assert len(await world.guild.chunk()) == 4
    assert [it.id async for it in world.bot.fetch_guilds()] == [guild.id]
    assert (await world.bot.fetch_user(world.guild.owner_id)).id == world.guild.owner_id
    assert (await world.bot.application_info()).id == world.bot.application_id
    assert await world.guild.fetch_channels() and await world.guild.fetch_roles()
    assert await world.guild.fetch_emojis() == []
    async with world.daily.typing():
        pass


@check
async def writes_to_a_member_directly(world):
    raj = discord.utils.get(world.guild.members, name='raj')
    assert (await raj.send('hello')).content == 'hello'


@check
async def deletes_one_message_and_several(world):
    gone = asyncio.create_task(world.bot.heard('raw_message_delete'))
    await world.sent.delete()
    await gone
    await world.daily.delete_messages([await world.daily.send('a'), await world.daily.send('b')])


@check
async def reads_an_error(world):
    try:
        await world.daily.fetch_message(world.sent.id)
    except discord.NotFound as error:
        assert error.code == 10008
    else:
        raise AssertionError('the message is there')


@check
async def resumes_after_a_drop_a_reconnect_and_a_close(world):
    for fault in {'gateway': 'drop'}, {'gateway': 'reconnect'}, {'gateway': 'close', 'code': 4000}:
        resumed = asyncio.create_task(world.bot.heard('resumed'))
        await world.control('POST', '/faults', fault)
        await resumed
        assert len((await world.act('autocomplete', line='/greet name:g'))['choices']) == 1


@check
async def starts_over_after_an_invalid_session(world):
    ready = asyncio.create_task(world.bot.heard('ready'))
    await world.control('POST', '/faults', {'gateway': 'invalidate'})
    await ready
    reply = await world.slash('/greet name:grace')
    assert reply['text'] == 'Hello, grace!', reply


@check
async def leaves_nothing_to_complain_about(world):
    assert world.bot.failures == [], world.bot.failures
    problems = await world.control('GET', '/audit')
    assert problems == [], problems


async def main():
    failed = 0
    async with aiohttp.ClientSession() as http, Bot() as bot:
        world = World(bot, http)
        for test in CHECKS:
            name = f'discord.py ({COMPRESSION}) {test.__name__.replace("_", " ")}'
            try:
                await test(world)
                print(f'ok      {name}', flush=True)
            except Exception:
                failed += 1
                print(f'FAILED  {name}: {traceback.format_exc()}', flush=True)
    return failed


sys.exit(1 if asyncio.run(main()) else 0)
