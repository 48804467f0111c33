"""`nigao user`: who may use this installation, and how each signs in."""

from __future__ import annotations

import click

from corpus.library.users import ADMIN, MEMBER, ROLES, User
from webapp.commands import usage
from webapp.commands.serving import place_of_sign_in
from webapp.commands.session import open_library


@click.group("user", cls=usage.Group, example="nigao user add 陈某某 --admin")
def user() -> None:
    """管理用户：添加、列出、设密码、停用、设管理员。"""


@user.command("list", cls=usage.Command, example="nigao user list")
def list_users() -> None:
    """列出全部用户。"""
    with open_library() as (library, _, _):
        for one in library.users.list():
            click.echo(f"{one.name}\t{_state(one)}")


@user.command("add", cls=usage.Command, example="nigao user add 陈某某")
@click.argument("name", metavar="姓名")
@click.option("--admin", is_flag=True, help="让他也当管理员。")
def add(name: str, admin: bool) -> None:
    """添加一个用户，并给出他第一次登录的一次性链接。"""
    with open_library() as (library, _, _):
        made = library.users.add(name, ADMIN if admin else MEMBER)
        token = library.users.new_link(made.id)
    click.echo(f"已添加 {made.name}（{ROLES[made.role]}）。")
    click.echo(f"登录链接（30 分钟内有效，只能用一次）：{place_of_sign_in(token)}")


@user.command("link", cls=usage.Command, example="nigao user link 陈某某")
@click.argument("name", metavar="姓名")
def link(name: str) -> None:
    """再给一个用户一个一次性登录链接。"""
    with open_library() as (library, _, _):
        token = library.users.new_link(library.users.named(name).id)
    click.echo(place_of_sign_in(token))


@user.command("password", cls=usage.Command, example="nigao user password 陈某某")
@click.argument("name", metavar="姓名")
@click.password_option(
    "--password", prompt="新密码", confirmation_prompt="再输一遍", help="新密码；不写就问。"
)
def password(name: str, password: str) -> None:
    """设密码；他在别处的登录会全部退出。"""
    with open_library() as (library, _, _):
        found = library.users.set_password(library.users.named(name).id, password)
    click.echo(f"已设好 {found.name} 的密码，以后用姓名和密码登录。")


@user.command("disable", cls=usage.Command, example="nigao user disable 陈某某")
@click.argument("name", metavar="姓名")
@click.option("--undo", is_flag=True, help="重新启用。")
def disable(name: str, undo: bool) -> None:
    """停用一个用户：马上退出登录，不能再进；他的草稿和文稿都留着。"""
    with open_library() as (library, _, _):
        id = library.users.named(name).id
        found = library.users.enable(id) if undo else library.users.disable(id)
    click.echo(f"已{'启用' if undo else '停用'} {found.name}。")


@user.command("admin", cls=usage.Command, example="nigao user admin 陈某某")
@click.argument("name", metavar="姓名")
@click.option("--undo", is_flag=True, help="不再当管理员。")
def admin(name: str, undo: bool) -> None:
    """让一个用户当管理员：能管用户、备份和恢复。"""
    with open_library() as (library, _, _):
        found = library.users.set_admin(library.users.named(name).id, admin=not undo)
    click.echo(f"{found.name} 现在是{ROLES[found.role]}。")


def _state(one: User) -> str:
    ways = "密码" if one.has_password else "只用链接"
    return "\t".join((ROLES[one.role], ways, *(["已停用"] if one.disabled else [])))


COMMANDS = {"user": user}
