//! A pool of pymalloc and its blocks.

use scene::picture::PoolBox;
use scene::state::Serial;
use yew::prelude::*;

use super::text;

#[derive(Properties, PartialEq)]
pub struct PoolProps {
    pub pool: PoolBox,
    pub selected: Option<Serial>,
}

#[component]
pub fn PoolView(props: &PoolProps) -> Html {
    let pool = &props.pool;
    html! {
        <g class="pool" role="img" aria-label={pool.spoken.clone()}>
            <rect
                class="box" rx="5"
                x={pool.rect.x.to_string()} y={pool.rect.y.to_string()}
                width={pool.rect.width.to_string()} height={pool.rect.height.to_string()}
            />
            { text::line(&pool.title, "title") }
            { for pool.blocks.iter().map(|block| html! {
                <rect
                    class="block"
                    data-used={block.used.to_string()}
                    data-own={block.object.is_some().to_string()}
                    data-selected={(block.object.is_some() && block.object == props.selected).to_string()}
                    x={block.rect.x.to_string()} y={block.rect.y.to_string()}
                    width={block.rect.width.to_string()} height={block.rect.height.to_string()}
                />
            }) }
        </g>
    }
}
