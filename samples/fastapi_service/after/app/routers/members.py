import asyncpg
from fastapi import APIRouter, Depends
from sqlalchemy import Text, func, insert, literal, select

from app.database import async_session, get_pool
from app.schemas import NewMember
from app.services.loans import LoanService
from app.tables import Member

router = APIRouter(prefix="/members")


@router.post("/", status_code=201)
async def add_member(member: NewMember, pool: asyncpg.Pool = Depends(get_pool)):
    async with async_session() as session:
        stmt = (
            insert(Member)
            .values(
                email=func.lower(literal(member.email, Text)),
                full_name=member.full_name,
            )
            .returning(Member.__table__)
        )
        result = await session.execute(stmt)
        row = result.mappings().first()
        await session.commit()
    return dict(row)


@router.get("/")
async def list_members(
    order_by: str = "full_name", pool: asyncpg.Pool = Depends(get_pool)
):
    if order_by not in ("full_name", "joined_at"):
        order_by = "full_name"
    async with async_session() as session:
        stmt = select(Member.id, Member.full_name).order_by(
            {"full_name": Member.full_name, "joined_at": Member.joined_at}[order_by]
        )
        result = await session.execute(stmt)
        return result.mappings().all()


@router.get("/{member_id}/loans")
async def loans_of(member_id: int, pool: asyncpg.Pool = Depends(get_pool)):
    return await LoanService(pool).open_loans(member_id)
