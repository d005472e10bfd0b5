"""What the exports of content management systems hold beside articles: menus, files, templates, comments, drafts."""

_KINDS = frozenset(
    {
        # WordPress, and its common plugins
        *("attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache"),
        *("user_request", "wp_block", "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation"),
        *(
            "wp_font_family",
            "wp_font_face",
            "wp_pattern",
            "acf-field",
            "acf-field-group",
            "safecss",
            "feedback",
        ),
        *(
            "elementor_library",
            "et_pb_layout",
            "wpcf7_contact_form",
            "wpforms",
            "jp_img_sitemap",
            "jp_mem_plan",
        ),
        *("amp_validated_url", "scheduled-action", "popup", "sidebar", "shop_order", "shop_coupon"),
        *("tablepress_table", "mc4wp-form", "wp-types-group", "vc_grid_item", "fusion_template"),
        # Blogger
        *("template", "settings", "comment"),
    }
)
_STATES = frozenset(
    {
        *("draft", "auto-draft", "trash", "trashed", "inherit", "pending", "deleted", "future"),
        *("soft_trashed", "hard_deleted", "spam", "unapproved"),
    }
)
"""Of what is not published, or is a part of something else."""


def is_no_article(kind: object, state: object) -> bool:
    """Say by the type and the state of an entry, as its system calls them, whether it is no published article."""
    return str(kind).strip().lower() in _KINDS or str(state).strip().lower() in _STATES
