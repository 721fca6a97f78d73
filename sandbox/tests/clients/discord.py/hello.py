"""The bot of discord.py's own example of slash commands: it registers one, and answers it."""
import os

import discord
import discord.gateway
import discord.http
import yarl
from discord import app_commands

ROOT = yarl.URL(os.environ['SANDBOX'])
discord.http.Route.BASE = str(ROOT / 'api/v10')
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = ROOT.with_scheme('ws')

MY_GUILD = discord.Object(id=os.environ['GUILD'])


class MyClient(discord.Client):
    def __init__(self, *, intents: discord.Intents):
        super().__init__(intents=intents)
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self):
        self.tree.copy_global_to(guild=MY_GUILD)
        await self.tree.sync(guild=MY_GUILD)


client = MyClient(intents=discord.Intents.default())


@client.event
async def on_ready():
    print(f'Logged in as {client.user} (ID: {client.user.id})', flush=True)


@client.tree.command()
async def hello(interaction: discord.Interaction):
    """Says hello!"""
    await interaction.response.send_message(f'Hi, {interaction.user.mention}')


client.run(os.environ['TOKEN'], log_handler=None)
